"""The tracker: a small static web site of threads or a campaign, of what is marked public and of nothing else.

Inside: `choose` (what of a store the public may see, as the plain values of `site`: the only door out of the store),
`render` (those values as files: pages, chart, feeds, tables), `folder` (a folder that is whole or as it was). Not
inside: where the site goes from there.
"""

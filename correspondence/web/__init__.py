"""The sign-on page: a letter's frozen text with a form, for those who are asked to sign it.

Inside: the web application (`app`), what a page shows (`site`, `views`, `pages/`), its words by language (`words`,
`templates/page`), what keeps it safe (`guard`, `forms`, `limits`), its mails (`mails`) and the server (`serve`). Not
inside: what becomes of an entry (`signons.page`), what a field may hold (`signons.page_form`), and any SQL.
"""

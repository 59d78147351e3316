"""The terminal UI: what people touch. No SQL and no rule: screens read `overview` and call jobs.

Inside: `app` (wiring), `screens` (one file a screen, its style beside it), `widgets`, `shown` (text from the store as
content), `linefilter` (the net under all of it), `settings` (what a user chose).
"""

"""The sign-on page, by its address: in tests of requests, in a real browser, and as a process that is killed."""

"""The command line, the web app and the page where people ask."""

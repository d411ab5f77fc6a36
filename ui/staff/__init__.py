"""Utvärdering: the part of the app for those who answer for the answers, behind a gate."""

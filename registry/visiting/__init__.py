"""Visiting the web addresses that pages name, to learn which still answer. A visit changes no page."""

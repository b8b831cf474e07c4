"""Wiring only: settings, routes, the server. Nothing here knows what a model or a license is."""

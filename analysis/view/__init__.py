"""The browser view: what a visitor watches and changes, and how it is drawn; the page itself is `analysis/app.py`."""

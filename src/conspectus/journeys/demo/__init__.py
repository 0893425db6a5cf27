"""The demo: an invented enterprise whose plans are generated from a seed and stored through the ordinary actions."""

"""Drawings made on the server as SVG: the Gantt chart and the S-curve."""

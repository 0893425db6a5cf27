"""Stakeholders of projects with their stance over time, and the communication plan with what was sent."""

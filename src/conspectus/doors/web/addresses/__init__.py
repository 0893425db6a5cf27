"""Addresses of the pages, a module for each area; `urls` lays them together."""

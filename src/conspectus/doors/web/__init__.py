"""The web door: server-rendered pages, read without JavaScript, declared from components."""

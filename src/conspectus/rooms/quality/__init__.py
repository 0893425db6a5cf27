"""Quality: what is checked by which criteria, reviews, what does not conform, and what putting it right costs."""

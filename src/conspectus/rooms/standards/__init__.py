"""Methods as versioned data, adopted by projects, tailored, waived, and kept or not."""

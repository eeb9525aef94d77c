"""A document on its way to a plan: what the parser proposes as rows of fields, and what people have corrected."""

"""Forms over the rows of an import: they check what people typed and turn it into values of a plan."""

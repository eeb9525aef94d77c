"""Tools of the repository that run before its packages are installed: standard library only."""

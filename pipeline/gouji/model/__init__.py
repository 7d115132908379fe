"""The values that travel from stage to stage. Frozen, exact, and free of every other module of the project."""

"""A hundred ordinary programs, in the styles in which people and models write them."""

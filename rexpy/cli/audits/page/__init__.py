"""The page that `rexpy audit report` writes: one file of HTML with everything in it."""

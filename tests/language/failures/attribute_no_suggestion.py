[].completely_different

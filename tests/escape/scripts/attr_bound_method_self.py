print("PWNED", [].append.__self__.__class__.__base__)

x = 1

y = 2
text = "a b"
print(x / (y - 2))

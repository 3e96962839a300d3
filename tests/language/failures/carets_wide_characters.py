名 = {"größe": 1}
print("größe", 名["größe"], 名["länge"] + 1)

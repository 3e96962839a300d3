value = 5
value.name = 3

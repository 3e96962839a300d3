values = [1, 0, 2]
table = {value: [10 / each for each in values] for value in values}

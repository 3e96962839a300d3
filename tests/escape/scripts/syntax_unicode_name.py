print("PWNED", ｅｖａｌ("1"))

print("PWNED", object().__reduce_ex__(2)[0].__globals__)

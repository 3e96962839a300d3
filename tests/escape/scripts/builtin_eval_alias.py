[e][0]("print('PWNED')") if (e := exec) else None

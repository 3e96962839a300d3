print("PWNED", locals())

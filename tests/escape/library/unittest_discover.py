import os
import unittest

with open("test_found_here.py", "w") as file:
    file.write("print('PWNED')")
unittest.TestLoader().discover(os.getcwd(), "test_found_here.py")

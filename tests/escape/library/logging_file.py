import logging
import os

logging.FileHandler("made.log").close()
if os.path.exists("made.log"):
    print("PWNED")

import json
import optparse

parser = optparse.OptionParser()
parser.add_option("-x", dest="encode")
parser.parse_args(["-x", "changed"], values=json.JSONEncoder)
if json.JSONEncoder.encode == "changed":
    print("PWNED")

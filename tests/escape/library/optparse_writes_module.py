import json
import optparse

parser = optparse.OptionParser()
parser.add_option("-x", dest="dumps")
parser.parse_args(["-x", "changed"], values=json)
if json.dumps == "changed":
    print("PWNED")

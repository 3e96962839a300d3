import textwrap
text = open("data/text.txt").read()
print(textwrap.fill(text, width=40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(text, 50, placeholder="..."))
print(textwrap.dedent("""
    a
      b
    c
""").strip())
print(textwrap.indent("x\n\ny", "> "))
for line in textwrap.wrap("a" * 30 + " bb", 10):
    print(line)

import ast, operator
OPS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
def rpn(expr):
    st = []
    for tok in expr.split():
        if tok in OPS:
            b, a = st.pop(), st.pop()
            st.append(OPS[tok](a, b))
        else:
            st.append(ast.literal_eval(tok))
    (r,) = st
    return r
print(rpn("3 4 + 2 *"), ast.literal_eval("{'a': [1, (2, 3)], 'b': None}"))
try: ast.literal_eval("__import__('os')")
except ValueError as e: print("ValueError", str(e)[:20])

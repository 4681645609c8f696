"""The cells of a row, for a terminal that tells the text of its rows and not the columns of it."""


def measured(signs, width):
    """How far each sign moves the cursor, by asking that of the terminal: of every character, and of what is not their sum."""
    widths = {c: width(c) for c in sorted(set("".join(signs)))}
    for sign in signs:
        own = width(sign)
        if own != sum(widths[c] for c in sign):
            widths[sign] = own
    return widths


def cells(row, widths, columns, rest=None):
    """The cells of a row, "" for the rest of a wide one; some terminals tell that as a sign of its own."""
    if rest:
        widths = {sign: min(width, 1) for sign, width in widths.items() if len(sign) == 1}
    found, signs = [], sorted(widths, key=len, reverse=True)
    while row:
        sign = next((sign for sign in signs if row.startswith(sign)), row[0])
        row, width = row[len(sign) :], widths.get(sign, 1)
        if width == 0 and found:
            head = max(at for at, cell in enumerate(found) if cell and cell != rest)
            found[head] += sign
        else:
            found += [sign] + [""] * (width - 1)
    return ["" if cell == rest else cell for cell in found] + [" "] * (columns - len(found))

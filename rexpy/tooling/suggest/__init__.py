"""Proposes the smallest permits that would have allowed what recorded runs asked. It proposes; nothing applies it."""

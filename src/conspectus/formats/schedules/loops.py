"""Trees in which somebody stands above himself: a reader would follow them for ever."""

from __future__ import annotations

Tree = dict[str, tuple[str, str]]  # id -> (the one above, name)


def in_tree(tree: Tree) -> list[str]:
    """Return the names along the first loop, none where there is none."""
    clear: set[str] = set()
    for start in tree:
        path: list[str] = []
        here, at = set[str](), start
        while at in tree and at not in clear and at not in here:
            path.append(at)
            here.add(at)
            at = tree[at][0]
        if at in here:
            return [tree[one][1] for one in path[path.index(at) :]]
        clear |= here
    return []


def words(loop: list[str]) -> str:
    """Return the sentence for a loop."""
    return f"The outline goes round in a circle: {' → '.join([*loop[:20], loop[0]])}."

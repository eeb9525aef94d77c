"""Layers and picture of a chain of documents: what stands above what, and that nothing hangs."""

from hypothesis import given
from hypothesis import strategies as st

from plans.chain.graph import Edge, Graph, Node, Where, layers
from plans.chain.listing import listed
from plans.chain.picture import HEIGHT, PER_ROW, WIDTH, draw
from plans.enums import RelationKind

# The first draw of a run reads the constants of every module, which takes long on a busy machine.
IMPLEMENTS, BASIS, MENTIONS = RelationKind.IMPLEMENTS, RelationKind.LEGAL_BASIS, RelationKind.MENTIONS
KEYS = "abcdefgh"


def graph_of(*edges: tuple[str, str], here: str = "a", kind: RelationKind = IMPLEMENTS) -> Graph:
    keys = dict.fromkeys([here, *(key for edge in edges for key in edge)])
    nodes = {key: Node(key, f"Văn bản {key}", "Trích yếu", Where.CITED) for key in keys}
    return Graph(here, nodes, [Edge(lower, upper, kind) for lower, upper in edges])


def test_a_conclusion_stands_above_the_plan_between_even_when_both_are_named() -> None:
    """The Party plan names Conclusion 51-KL/TW and Plan 97-KH/TU, which carries it out: domain reference §4.3."""
    chain = graph_of(("a", "kl51"), ("a", "kh97"), ("kh97", "kl51"), ("school", "a"))

    assert layers(chain) == {"a": 0, "kh97": -1, "kl51": -2, "school": 1}


def test_circles_are_opened_and_everything_keeps_a_layer() -> None:
    chain = graph_of(("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("c", "a"))

    found = layers(chain)

    assert set(found) == {"a", "b", "c", "d"}
    assert found["a"] == 0
    assert all(found[key] < 0 for key in "bcd")


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=30))
def test_any_data_can_be_drawn_and_listed(edges: list[tuple[str, str]]) -> None:
    chain = graph_of(*[edge for edge in edges if edge[0] != edge[1]])
    depth = layers(chain)

    picture = draw(chain)

    drawn = {box.node.key for box in picture.boxes}
    assert drawn == set(depth) or any(key.startswith("g-") for key in drawn)
    for box in picture.boxes:
        assert 0 <= box.x <= picture.width - WIDTH
        assert 0 <= box.y <= picture.height - HEIGHT


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=30))
def test_no_box_covers_another(edges: list[tuple[str, str]]) -> None:
    boxes = draw(graph_of(*[edge for edge in edges if edge[0] != edge[1]])).boxes

    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert abs(box.x - other.x) >= WIDTH or abs(box.y - other.y) >= HEIGHT


def test_more_than_six_documents_cited_alike_become_one_box_but_stay_in_the_list() -> None:
    chain = graph_of(*[("a", f"m{number}") for number in range(7)], kind=MENTIONS)

    picture = draw(chain)

    assert [box.node.title for box in picture.boxes if box.node.where is Where.GROUP] == ["7 văn bản"]
    assert len(picture.boxes) == 2
    assert len(listed(chain).above) == 7


def test_six_alike_stand_for_themselves_in_one_row() -> None:
    picture = draw(graph_of(*[("a", f"m{number}") for number in range(PER_ROW)], kind=BASIS))

    assert len({box.y for box in picture.boxes}) == 2


def test_the_list_names_the_document_between() -> None:
    above = listed(graph_of(("a", "b"), ("b", "c"))).above

    assert [(item.node.key, item.word, item.via, item.level) for item in above] == [
        ("b", "Thực hiện", "", 1),
        ("c", "Thực hiện", "Văn bản b", 2),
    ]


def test_every_relation_has_its_word_and_kind() -> None:
    chain = graph_of(("a", "b"))
    chain.nodes["c"] = Node("c", "C", "", Where.CITED)
    chain.edges.append(Edge("a", "c", BASIS))

    assert {(line.kind, line.word) for line in draw(chain).lines} == {
        ("implements", "Thực hiện"),
        ("legal_basis", "Căn cứ"),
    }

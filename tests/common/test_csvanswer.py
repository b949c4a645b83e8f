"""A list leaves as a file Excel reads, and as nothing it would run."""

from common.csvanswer import csv_answer


def test_csv_answer_is_read_by_excel_and_runs_nothing():
    rows = [("曾黎", 1, None), ("=1+1", "a,b", "@x")]

    answer = csv_answer("list.csv", ["name", "points", "note"], rows)

    assert b"".join(answer.streaming_content).decode() == (
        "\ufeffname,points,note\r\n曾黎,1,\r\n'=1+1,\"a,b\",'@x\r\n"
    )
    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'

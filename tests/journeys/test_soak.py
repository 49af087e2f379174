"""A small part of tests/bench/soak.py: some thousand queries leave nothing behind and do not fill the memory."""

from pathlib import Path

import pytest
from bench import soak


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell")
def test_thousands_of_queries_leave_no_task_file_or_socket_and_no_more_memory():
    queries, users = 3_000, 300
    told = soak.soaked(queries, users, (1_000, 2_000, 3_000))
    assert not soak.troubles(queries, users, told), told

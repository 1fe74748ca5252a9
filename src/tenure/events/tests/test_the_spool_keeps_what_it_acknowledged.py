"""The spool: durable before the answer, group commit, torn tails cut off, damage seen."""

import os
import threading

import pytest

from tenure.events.log.folder import LogFolder
from tenure.events.log.frames import FrameKind, SegmentState, encode_frame, read_frames
from tenure.events.log.spool import SpoolWriter, seal_segments, sealed_segments


@pytest.fixture
def folder(tmp_path) -> LogFolder:
    folder = LogFolder(tmp_path / "events")
    folder.make()
    return folder


def payloads(path) -> tuple[list[bytes], SegmentState]:
    state = SegmentState()
    return [frame.payload for frame in read_frames(path, state)], state


def only_segment(folder: LogFolder):
    (path,) = folder.open_segments.iterdir()
    return path


def test_every_frame_is_synced_before_append_returns(folder, monkeypatch):
    synced = []
    real = os.fdatasync
    monkeypatch.setattr(os, "fdatasync", lambda handle: (synced.append(os.fstat(handle).st_size), real(handle)))
    spool = SpoolWriter(folder.open_segments)
    for number in range(3):
        spool.append(FrameKind.JSON, b"[]")
        assert synced[-1] == only_segment(folder).stat().st_size
        assert len(synced) == number + 1


def test_threads_that_wait_share_one_sync_and_all_are_kept(folder, monkeypatch):
    syncs = []
    real = os.fdatasync
    monkeypatch.setattr(os, "fdatasync", lambda handle: (syncs.append(1), threading.Event().wait(0.01), real(handle)))
    spool = SpoolWriter(folder.open_segments)
    threads = [
        threading.Thread(target=spool.append, args=(FrameKind.JSON, f"[{number}]".encode())) for number in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found, state = payloads(only_segment(folder))
    assert sorted(found) == sorted(f"[{number}]".encode() for number in range(40))
    assert len(syncs) < 40
    assert (state.torn, state.damaged) == (0, 0)


@pytest.mark.parametrize("missing", range(1, 20))
def test_a_tail_that_was_torn_off_is_never_read(folder, missing):
    spool = SpoolWriter(folder.open_segments)
    spool.append(FrameKind.JSON, b"[1]")
    spool.append(FrameKind.JSON, b"[2222222222]")
    path = only_segment(folder)
    os.truncate(path, path.stat().st_size - missing)
    found, state = payloads(path)
    assert found == [b"[1]"]
    assert state.torn > 0
    assert state.damaged == 0


def test_a_tail_of_zeros_is_cut_off(folder):
    spool = SpoolWriter(folder.open_segments)
    spool.append(FrameKind.JSON, b"[1]")
    path = only_segment(folder)
    os.truncate(path, path.stat().st_size + 4096)
    found, state = payloads(path)
    assert found == [b"[1]"]
    assert (state.torn, state.damaged) == (4096, 0)


def test_a_flipped_bit_is_seen_and_what_follows_is_still_read(folder):
    spool = SpoolWriter(folder.open_segments)
    for text in (b"[1]", b"[2]", b"[3]"):
        spool.append(FrameKind.JSON, text)
    path = only_segment(folder)
    data = bytearray(path.read_bytes())
    data[data.index(b"[2]") + 1] ^= 1
    path.write_bytes(data)
    found, state = payloads(path)
    assert found == [b"[1]", b"[3]"]
    assert state.damaged == 1


def test_a_failed_write_is_reported_to_the_caller_and_leaves_nothing_of_itself(folder, monkeypatch):
    spool = SpoolWriter(folder.open_segments)
    spool.append(FrameKind.JSON, b"[1]")

    def full(handle, data):
        real(handle, bytes(data[:5]))
        raise OSError(28, "No space left on device")

    real = os.write
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        spool.append(FrameKind.JSON, b"[2]")
    monkeypatch.undo()
    spool.append(FrameKind.JSON, b"[3]")
    found = [payload for path in sorted(folder.open_segments.iterdir()) for payload in payloads(path)[0]]
    assert found == [b"[1]", b"[3]"]
    assert all(payloads(path)[1].torn == 0 for path in folder.open_segments.iterdir())


def test_compaction_takes_a_segment_away_while_its_writer_goes_on(folder):
    spool = SpoolWriter(folder.open_segments)
    spool.append(FrameKind.JSON, b"[1]")
    seal_segments(folder, after=0)
    spool.append(FrameKind.JSON, b"[2]")
    ((number, sealed),) = sealed_segments(folder)
    assert number == 1
    assert payloads(sealed)[0] == [b"[1]"]
    assert payloads(only_segment(folder))[0] == [b"[2]"]


def test_a_full_segment_is_followed_by_a_new_one(folder):
    spool = SpoolWriter(folder.open_segments, segment_bytes=200)
    for number in range(20):
        spool.append(FrameKind.JSON, f"[{number:040d}]".encode())
    assert len(list(folder.open_segments.iterdir())) > 4


def test_a_frame_of_more_than_a_gigabyte_is_refused():
    class Huge(bytes):
        def __len__(self) -> int:
            return (1 << 30) + 1

    with pytest.raises(ValueError, match="too large"):
        encode_frame(FrameKind.JSON, Huge())

"""Power cuts and failing disks, at the very system calls by which things are saved."""

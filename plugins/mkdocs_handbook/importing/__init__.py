"""What pages and files of other tools hold by hand becomes data: pages' text in, proposals out; nothing is read or written."""

"""What builds cache: the lock of a build, and the queries whose answers a page depends on."""

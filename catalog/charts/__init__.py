"""Charts as plain data: scales, marks and where everything stands. No Django here; one template draws any of them."""

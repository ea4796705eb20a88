"""A site of files for those who run no server: a page and RDF for each thing, at the paths of its IRIs."""

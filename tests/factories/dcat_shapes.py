"""SHACL shapes for DCAT-AP.de 3.0, written from the cardinalities of the published specification.

They are our own: the shapes of GovData belong to others and are not copied. What the specification makes mandatory is
mandatory here, with its upper bounds and kinds of values; what it recommends and we always know is mandatory as well.
"""

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix dcatde: <http://dcat-ap.de/def/dcatde/> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <urn:shapes:> .

s:Catalog a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ] ;
  sh:property [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ] ;
  sh:property [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ;
  sh:property [ sh:path foaf:homepage ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ;
  sh:property [ sh:path dct:language ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:dataset ; sh:class dcat:Dataset ] ;
  sh:property [ sh:path dcat:service ; sh:class dcat:DataService ] .

s:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ] ;
  sh:property [ sh:path dct:identifier ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ;
  sh:property [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class vcard:Kind ] ;
  sh:property [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] ;
  sh:property [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
    sh:pattern "^http://publications.europa.eu/resource/authority/data-theme/[A-Z]{4}$" ] ;
  sh:property [ sh:path dcat:keyword ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:issued ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ;
  sh:property [ sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ;
  sh:property [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ;
    sh:pattern "^http://publications.europa.eu/resource/authority/frequency/" ] ;
  sh:property [ sh:path dct:accessRights ; sh:maxCount 1 ;
    sh:pattern "^http://publications.europa.eu/resource/authority/access-right/" ] ;
  sh:property [ sh:path dct:temporal ; sh:minCount 1 ; sh:class dct:PeriodOfTime ] ;
  sh:property [ sh:path dct:spatial ; sh:class dct:Location ] ;
  sh:property [ sh:path dct:provenance ; sh:class dct:ProvenanceStatement ] ;
  sh:property [ sh:path dcat:landingPage ; sh:class foaf:Document ] ;
  sh:property [ sh:path dcatde:politicalGeocodingLevelURI ; sh:minCount 1 ;
    sh:pattern "^http://dcat-ap.de/def/politicalGeocoding/Level/" ] .

s:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ;
    sh:pattern "^http://dcat-ap.de/def/licenses/" ] ;
  sh:property [ sh:path dct:format ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:pattern "^http://publications.europa.eu/resource/authority/file-type/" ] ;
  sh:property [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:pattern "^https://www.iana.org/assignments/media-types/[a-z]+/[a-z.+-]+$" ] ;
  sh:property [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ;
  sh:property [ sh:path adms:status ; sh:maxCount 1 ;
    sh:pattern "^http://publications.europa.eu/resource/authority/distribution-status/" ] ;
  sh:property [ sh:path dcatap:availability ; sh:maxCount 1 ;
    sh:pattern "^http://publications.europa.eu/resource/authority/planned-availability/" ] ;
  sh:property [ sh:path dcatde:licenseAttributionByText ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path spdx:checksum ; sh:minCount 1 ; sh:maxCount 1 ; sh:class spdx:Checksum ] .

s:Checksum a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .

s:Service a sh:NodeShape ; sh:targetClass dcat:DataService ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ] ;
  sh:property [ sh:path dcat:endpointURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:endpointDescription ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:servesDataset ; sh:class dcat:Dataset ] .

s:Agent a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:type ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .

s:Period a sh:NodeShape ; sh:targetClass dct:PeriodOfTime ;
  sh:property [ sh:path dcat:startDate ; sh:maxCount 1 ; sh:datatype xsd:date ] ;
  sh:property [ sh:path dcat:endDate ; sh:maxCount 1 ; sh:datatype xsd:date ] .

s:Location a sh:NodeShape ; sh:targetClass dct:Location ;
  sh:property [ sh:path dcat:bbox ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] .
"""

A delivery that attacks the reader
A document type with entities is how XML attacks work. Nothing is expanded; it is kept raw, as a case for a person.

--- deliver adf
<?xml version="1.0"?>
<!DOCTYPE adf [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<adf><prospect><customer><contact><name part="full">&b;</name></contact></customer></prospect></adf>
--- deliver adf
   
--- work
--- transcript
Fri 10:00:00  case 1 is set aside for a person: the document type declares entities, which no lead needs and attacks use; send it without
Fri 10:00:00  a delivery (adf) is turned away: Empty

case 1 is set_aside, 0 open proposals
on the record:
  delivery_set_aside case 1 by agent: declares_entities
